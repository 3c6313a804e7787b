/**
 * The vocabulary of online charging: money, kinds of units, identities, result codes, octet strings. Everything else in the
 * project is written in these words; this package depends on nothing but the JDK.
 */
package io.ocs.core;
