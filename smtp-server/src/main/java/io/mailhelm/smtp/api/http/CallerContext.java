package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.api.OpenRequest;
import io.mailhelm.smtp.store.StoreReads;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.net.InetAddress;
import java.util.Objects;

/**
 * Carries the caller of a request, and the memory it holds, from {@link RequestChecks} to the
 * resource.
 */
@ApplicationScoped
class CallerContext {
  private static final String KEY = Caller.class.getName();
  private static final String MEMORY = HeldMemory.class.getName();

  private final ApiContext node;

  CallerContext(ApiContext node) {
    this.node = node;
  }

  static void set(RoutingContext request, Caller caller, HeldShares.Holding memory) {
    request.put(KEY, caller);
    request.put(MEMORY, memory);
  }

  /** What the request holds; it can draw more. */
  @Produces
  @Dependent
  HeldMemory memory(RoutingContext request) {
    return holding(request);
  }

  /** The request whose client waits for the answer. */
  @Produces
  @Dependent
  OpenRequest requester(RoutingContext request) {
    return holding(request);
  }

  /**
   * The store's reads for this caller: they take turns with those of other callers, and draw memory
   * for what they read.
   */
  @Produces
  @Dependent
  StoreReads reads(RoutingContext request) {
    return node.store().reads(holding(request));
  }

  static HeldShares.Holding holding(RoutingContext request) {
    return Objects.requireNonNull(request.<HeldShares.Holding>get(MEMORY), "the gate sets it");
  }

  /** The caller; a request that did not pass {@link RequestChecks} has none and fails here. */
  @Produces
  @Dependent
  Caller caller(RoutingContext request) {
    return Objects.requireNonNull(request.<Caller>get(KEY), "the gate sets the caller");
  }

  /** Where the request came from. */
  @Produces
  @Dependent
  InetAddress peer(RoutingContext request) {
    return RequestChecks.peer(request.request());
  }
}
