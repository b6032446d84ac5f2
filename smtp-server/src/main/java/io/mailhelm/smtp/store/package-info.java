/**
 * The contract of the store: mailboxes and the queue on stable storage ({@link
 * io.mailhelm.smtp.store.MailStore}). What it accepted it never loses. It knows nothing of SMTP.
 */
package io.mailhelm.smtp.store;
