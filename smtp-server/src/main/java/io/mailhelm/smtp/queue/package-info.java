/**
 * Sends the queue of mail to other servers: attempts what is due, makes the outcome durable and
 * tells the sender. {@code store} keeps the mail, {@code send} delivers it.
 */
package io.mailhelm.smtp.queue;
