/**
 * HTTP: metrics, health, administration. A request passes the body limit, {@link io.ocs.server.http.LoopbackGuard}, one route of
 * {@link io.ocs.server.http.AdminServer}; the route turns JSON into a command, gives it to
 * {@link io.ocs.core.command.AccountAdministration}, and when the result is durable, answers on a thread of its own event loop, never on one
 * that serves Diameter. What goes wrong is a {@link io.ocs.server.http.ProblemException}, answered as RFC 9457 problem JSON.
 */
package io.ocs.server.http;
