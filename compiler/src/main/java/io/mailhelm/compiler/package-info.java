/**
 * What resources mean: what is declared, verifiers and the last good config in; config, problems
 * and statuses out.
 *
 * <p>Pure: no client, clock, file, socket or logger. Passwords never enter; what was made of them
 * does. A resource that is refused keeps its last good fragment, and everything else proceeds.
 */
package io.mailhelm.compiler;
