package io.ocs.diameter.peer;

import io.ocs.core.initiated.ClientRequest;

/** What a connection is to write: a request, its destination and its ids; {@code again}: it was sent before. */
record ClientMessage(ClientRequest request, String host, String realm, int hopByHop, int endToEnd, boolean again) {}
