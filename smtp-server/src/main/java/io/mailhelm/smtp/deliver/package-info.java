/**
 * Decides where mail for an address goes: a mailbox of ours, a captured copy, another server, or
 * nowhere. Pure.
 */
package io.mailhelm.smtp.deliver;
