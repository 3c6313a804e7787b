/**
 * Connections and peers. A {@link io.ocs.diameter.peer.DiameterServer} accepts connections and spreads them over its event loops. On each event loop one
 * {@code PeerLoop} owns the connections, the codec and the {@link io.ocs.core.shard.ChargingPort} to the shards; a {@code PeerConnection} cuts the
 * octets of a read into messages, moves its {@code PeerState} and submits credit-control requests, which are shown to the shards once per read. When
 * answers wait, the loop is woken up once, encodes them into one buffer per connection and flushes each once.
 */
package io.ocs.diameter.peer;
