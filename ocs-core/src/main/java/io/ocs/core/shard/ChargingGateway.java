package io.ocs.core.shard;

/** Gives every event loop its port; called once per event loop before it serves. Safe on any thread. */
@FunctionalInterface
public interface ChargingGateway {

    ChargingPort openPort();
}
