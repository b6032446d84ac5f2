/**
 * Watches the domains of all servers of a cluster: generated keys are in Secrets, observations
 * become metrics, and the pass over a server is told of changes.
 */
package io.mailhelm.operator.watch;
