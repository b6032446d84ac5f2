/**
 * Looks at the DNS of the domains of a server and drives the lives of their signing keys, for the
 * operator and for {@code mailhelm serve}. It knows no Kubernetes and no folder: keys are in a
 * {@link io.mailhelm.watch.KeyStore}, and who is to know is a {@link
 * io.mailhelm.watch.WatchListener}.
 */
package io.mailhelm.watch;
