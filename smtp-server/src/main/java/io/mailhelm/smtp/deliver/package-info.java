/** Where mail for an address goes: a mailbox of ours, a captured copy, or nowhere. Pure. */
package io.mailhelm.smtp.deliver;
