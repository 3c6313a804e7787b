/** Time as an argument: the clock that the shards read once per duty cycle. */
package io.ocs.core.time;
