/**
 * Drives generated signing keys through their lives: asks who sees their records, and writes what
 * came of it into the Secret that has them.
 */
package io.mailhelm.operator.dkimrotation;
