/**
 * Header fields (RFC 5322 §2.2, §4.5; RFC 2047) as octets and as text. All code that decides by a
 * field, signs it or shows it reads it here, so that no two readers see different ones.
 */
package io.mailhelm.smtp.header;
