/**
 * The config that a server runs: read from its source, swapped atomically, the last good one kept.
 * Readers take {@link io.mailhelm.smtp.live.LiveConfig#current()} once per decision and never see
 * half a change.
 */
package io.mailhelm.smtp.live;
