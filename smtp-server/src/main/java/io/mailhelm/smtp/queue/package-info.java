/**
 * Mail on its way to other servers: what is due is attempted, its outcome made durable, its sender
 * told. {@code store} keeps it, {@code send} carries it.
 */
package io.mailhelm.smtp.queue;
