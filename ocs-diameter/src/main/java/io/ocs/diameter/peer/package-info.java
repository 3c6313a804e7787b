/**
 * Connections and peers. A {@link io.ocs.diameter.peer.DiameterServer} accepts connections and spreads them over its event loops. On each event loop one
 * {@code PeerLoop} owns the connections, the codec and the {@link io.ocs.core.shard.ChargingPort} to the shards; a {@code PeerConnection} cuts the
 * octets of a read into messages and moves its {@code PeerState}; its {@code ApplicationRequests} submits credit-control requests, which are shown to the
 * shards once per read. When answers wait, the loop is woken up once, encodes them into one buffer per connection and flushes each once. A
 * {@code PeerInitiator} begins the connection to one peer, and decides with it which one stays when both have begun one.
 */
package io.ocs.diameter.peer;
