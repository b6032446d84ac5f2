/**
 * What {@code serve} finds out about the world: loops that look at the DNS of its domains and that
 * drive the lives of their signing keys. Nothing is asked for a domain that is not watched.
 */
package io.mailhelm.cli.watch;
