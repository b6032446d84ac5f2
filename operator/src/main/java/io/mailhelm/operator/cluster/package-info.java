/** The API server: what informers saw of it, and how objects are written to it. */
package io.mailhelm.operator.cluster;
