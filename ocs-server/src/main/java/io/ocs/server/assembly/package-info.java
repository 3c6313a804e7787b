/**
 * The wiring, by hand: {@link io.ocs.server.assembly.OcsServer} makes every part and connects it to the others, in the order in which data flows.
 * Nothing else in the project knows more than its neighbours.
 */
package io.ocs.server.assembly;
