/**
 * Watches the domains of all servers of a cluster: generated keys are in Secrets, what is observed
 * becomes metrics, and the pass over a server is told of what is new.
 */
package io.mailhelm.operator.watch;
