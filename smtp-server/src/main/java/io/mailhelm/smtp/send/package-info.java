/**
 * Delivers messages to other servers: finds the servers, requires their TLS, and speaks SMTP to
 * them. A {@link io.mailhelm.smtp.send.DeliveryClient} is asked by {@code queue}, which knows what
 * is due; nothing here knows a store.
 */
package io.mailhelm.smtp.send;
