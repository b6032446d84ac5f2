/**
 * The results of inspecting the DNS, as values: {@code dns} makes them; statuses, APIs and
 * terminals show them.
 */
package io.mailhelm.config.report;
