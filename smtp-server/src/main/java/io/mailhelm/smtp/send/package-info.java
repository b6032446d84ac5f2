/**
 * Hands messages to other servers: which server, under what TLS, in what words. A {@link
 * io.mailhelm.smtp.send.DeliveryClient} is asked by {@code queue}, which knows what is due; nothing
 * here knows a store.
 */
package io.mailhelm.smtp.send;
