/**
 * Decides when a SendPolicy's mail bounces or is complained about so often that it has to wait. The
 * decision is pure; {@link io.mailhelm.smtp.reputation.Reputations} keeps what was decided. It
 * knows nothing of how mail is sent or held.
 */
package io.mailhelm.smtp.reputation;
