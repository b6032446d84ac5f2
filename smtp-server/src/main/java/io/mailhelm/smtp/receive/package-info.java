/**
 * The session: a state machine from commands to replies and effects, one class a verb; testable
 * without a socket. It decides what is accepted; {@code store} makes it durable before the 250.
 */
package io.mailhelm.smtp.receive;
