/**
 * The commands that ask servers which run, the same on a laptop, in a pod and for a cluster, and
 * how answers are shown. Which servers are asked, {@link io.mailhelm.cli.remote.AskedServers} says.
 */
package io.mailhelm.cli.commands;
