/**
 * The server as a container runs it: its config, its token and the keys of its APIs come from
 * mounted volumes and are followed while it runs. No Kubernetes client, no service account: files
 * in, mail out.
 */
package io.mailhelm.smtp.pod;
