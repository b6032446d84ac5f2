/** SendPolicies: whom they govern, and whether they are in force. */
package io.mailhelm.operator.sendpolicy;
