/**
 * Mailboxes on stable storage. {@link io.mailhelm.smtp.store.MailStore} is the contract; what it
 * accepted it never loses. It knows nothing of SMTP.
 */
package io.mailhelm.smtp.store;
