/**
 * How much users may send ({@code SendPolicy.spec.limits}): recipients elsewhere in sliding
 * windows, in memory, and on stable storage by the store's {@link
 * io.mailhelm.smtp.store.RecipientCounts}.
 */
package io.mailhelm.smtp.limit;
