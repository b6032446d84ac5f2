/**
 * The commands of {@code kubectl mailhelm}, for a cluster. They read from the API server, and ask
 * servers through its port-forward. They change nothing but what the commands of the management API
 * change. The only package of {@code cli} that knows a Kubernetes client.
 */
package io.mailhelm.cli.cluster;
