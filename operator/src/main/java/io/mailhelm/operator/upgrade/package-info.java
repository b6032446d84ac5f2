/** When the pods of a server may be replaced for the sake of a newer operator: a few at a time. */
package io.mailhelm.operator.upgrade;
