/**
 * Watches the DNS of a server's domains and rotates their signing keys, for the operator and for
 * {@code mailhelm serve}. It knows no Kubernetes and no folder: keys are in a {@link
 * io.mailhelm.watch.KeyStore}, and changes are told to a {@link io.mailhelm.watch.WatchListener}.
 */
package io.mailhelm.watch;
