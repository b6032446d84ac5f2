/** What the servers' pods run: telling them of a config, and asking them for it. */
package io.mailhelm.operator.rollout;
