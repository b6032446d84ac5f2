/** What the chart renders, over a matrix of values, by Helm's own engine. No cluster is asked. */
package io.mailhelm.helm;
