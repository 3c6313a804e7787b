/**
 * The whole server from the outside: real sockets, real files, a real PostgreSQL, and in {@code CrashTest} a real process that is killed. The client
 * side here shares no code with the server: {@code DiameterMessage} reads answers, {@code GyRequest} writes requests, {@code DataSession} keeps a
 * client's own account of what it was told, and {@code ChargeLedger} compares that with balances, record files and database rows.
 */
package io.ocs.server.endtoend;
