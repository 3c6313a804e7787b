/**
 * The last charging data records of one subscriber, for care: read where they were delivered to, the billing database or else the files of JSON Lines, newest
 * first and not further back than is quick; each with how its price comes about as far as the catalogue in force explains it exactly.
 */
package io.ocs.server.charges;
