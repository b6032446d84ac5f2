/**
 * What was seen of the world, as values: {@code dns} makes them, statuses, APIs and terminals show
 * them.
 */
package io.mailhelm.config.report;
