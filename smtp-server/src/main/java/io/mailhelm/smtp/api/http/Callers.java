package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.net.InetAddress;
import java.util.Objects;

/** Carries who asks from the gate to the resource. */
@ApplicationScoped
class Callers {
  private static final String KEY = Caller.class.getName();

  static void set(RoutingContext request, Caller caller) {
    request.put(KEY, caller);
  }

  /** Who asks: a request that did not pass the gate has no caller and fails here. */
  @Produces
  @Dependent
  Caller caller(RoutingContext request) {
    return Objects.requireNonNull(request.<Caller>get(KEY), "the gate sets the caller");
  }

  /** Where the request came from. */
  @Produces
  @Dependent
  InetAddress peer(RoutingContext request) {
    return Gate.peer(request.request());
  }
}
