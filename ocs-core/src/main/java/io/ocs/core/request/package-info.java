/**
 * A credit-control request and its answer in normal form, as reusable objects: the event loop decodes a CCR into a
 * {@link io.ocs.core.request.CreditControlRequest}, the shard reads it there and writes the
 * {@link io.ocs.core.request.CreditControlAnswer} beside it, the event loop encodes that. Nothing here knows AVP codes.
 */
package io.ocs.core.request;
