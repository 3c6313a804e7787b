/**
 * The console: pages for a browser over what the administration's own resources answer. A page is a function of that JSON and of who looks at it; it asks
 * nobody else. {@link io.ocs.server.console.Html} escapes whatever it is given, {@link io.ocs.server.console.Frame} puts a page into its surroundings,
 * {@link io.ocs.server.console.ConsoleSessions} knows who has signed in. Who may see which page is decided where the routes are, in {@code io.ocs.server.http}.
 */
package io.ocs.server.console;
