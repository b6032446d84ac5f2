package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiException;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Keeps the memory of a request drawn until its resource has ended: it may work on the body, or
 * wait for the store, after the client has left.
 */
class ResourceMemory {
  @ServerRequestFilter
  void retain(RoutingContext request, ResteasyReactiveContainerRequestContext context) {
    var holding = CallerContext.holding(request);
    if (!holding.retain()) {
      throw ApiException.of(503, "The connection ended before the request was looked at.");
    }
    ((ResteasyReactiveRequestContext) context.getServerRequestContext())
        .registerCompletionCallback(end -> holding.release());
  }
}
