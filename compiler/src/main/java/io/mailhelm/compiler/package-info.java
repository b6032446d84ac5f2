/**
 * Compiles resources: takes what is declared, verifiers and the last good config, and gives a
 * config, problems and statuses.
 *
 * <p>Pure: no client, clock, file, socket or logger. Passwords never enter, only their verifiers. A
 * resource that is refused keeps its last good fragment, and everything else proceeds.
 */
package io.mailhelm.compiler;
