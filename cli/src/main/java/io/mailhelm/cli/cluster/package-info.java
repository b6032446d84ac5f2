/**
 * {@code kubectl mailhelm}: the commands for a cluster. It reads what the API server has and asks
 * servers through the API server's port-forward; it changes nothing but what the commands of the
 * management API change. The only package of {@code cli} that knows a Kubernetes client.
 */
package io.mailhelm.cli.cluster;
