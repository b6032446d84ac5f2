/**
 * The commands that ask running servers, the same on a laptop, in a pod and for a cluster, and how
 * answers are printed. {@link io.mailhelm.cli.remote.AskedServers} says which servers are asked.
 */
package io.mailhelm.cli.commands;
