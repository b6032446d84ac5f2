package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.management.NamedMailboxes;
import io.mailhelm.smtp.api.management.QueryParameters;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists, changes and cancels deliveries of the queue, for the administrator. */
@Path("/queue")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
class QueueResource {
  static final int DEFAULT_LIMIT = 50;
  private static final String EVERYTHING = "true: without a filter, everything is meant";

  private final ApiContext node;
  private final NamedMailboxes mailboxes;
  private final DeliveryActions actions;
  private final StoreReads reads;

  QueueResource(
      ApiContext node,
      Caller caller,
      NamedMailboxes mailboxes,
      DeliveryActions actions,
      StoreReads reads) {
    caller.requireOperator();
    this.node = node;
    this.mailboxes = mailboxes;
    this.actions = actions;
    this.reads = reads;
  }

  @GET
  @Operation(summary = "A page of deliveries to other servers, newest first")
  public QueuePage list(
      @BeanParam DeliverySelection filters,
      @Parameter(description = "1 to 1000; 50 when absent") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after) {
    var query =
        filters.query(
            filters.states(DeliveryStates.OPEN),
            QueryParameters.limit(limit, DEFAULT_LIMIT),
            QueryParameters.after(after, DeliveryId::new),
            mailboxes,
            node.clock().instant());
    return QueuePage.of(reads.list(query));
  }

  @GET
  @Path("/lanes")
  @Operation(summary = "What is being sent now, by policy and next hop")
  public LanesView lanes() {
    return LanesView.of(node.sending().lanes());
  }

  @GET
  @Path("/destinations")
  @Operation(
      summary = "Destinations that are sent to now, and those that asked for less, with limits")
  public DestinationsView destinations() {
    return DestinationsView.of(node.sending().destinations());
  }

  @POST
  @Path("/hold")
  @Operation(summary = "Hold what matches: it waits until it is released")
  public ChangedCount holdAll(
      @BeanParam DeliverySelection filters,
      @Parameter(description = EVERYTHING) @QueryParam("all") Optional<String> all) {
    return change(Action.HOLD, filters, all);
  }

  @POST
  @Path("/release")
  @Operation(summary = "Release what matches and is held; it is tried at once")
  public ChangedCount releaseAll(
      @BeanParam DeliverySelection filters,
      @Parameter(description = EVERYTHING) @QueryParam("all") Optional<String> all) {
    return change(Action.RELEASE, filters, all);
  }

  @POST
  @Path("/retry")
  @Operation(summary = "Try what matches now, instead of when it is due")
  public ChangedCount retryAll(
      @BeanParam DeliverySelection filters,
      @Parameter(description = EVERYTHING) @QueryParam("all") Optional<String> all) {
    return change(Action.RETRY, filters, all);
  }

  @DELETE
  @Operation(summary = "Delete what matches; nobody is told. What is being sent now stays")
  public ChangedCount deleteAll(
      @BeanParam DeliverySelection filters,
      @Parameter(description = EVERYTHING) @QueryParam("all") Optional<String> all) {
    return change(Action.DELETE, filters, all);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One delivery with all its attempts")
  public DeliveryView get(@PathParam("id") String id) {
    var delivery = reads.find(DeliveryActions.id(id)).orElseThrow(DeliveryActions::none);
    return DeliveryView.withHistory(delivery, reads.attempts(delivery.id()));
  }

  @POST
  @Path("/{id}/hold")
  @Operation(summary = "Hold one delivery")
  public ChangedCount hold(@PathParam("id") String id) {
    return actions.one(Action.HOLD, DeliveryActions.id(id), reads);
  }

  @POST
  @Path("/{id}/release")
  @Operation(summary = "Release one delivery; it is tried at once")
  public ChangedCount release(@PathParam("id") String id) {
    return actions.one(Action.RELEASE, DeliveryActions.id(id), reads);
  }

  @POST
  @Path("/{id}/retry")
  @Operation(summary = "Try one delivery now")
  public ChangedCount retry(@PathParam("id") String id) {
    return actions.one(Action.RETRY, DeliveryActions.id(id), reads);
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Delete one delivery; nobody is told. 409 while it is being sent")
  public ChangedCount delete(@PathParam("id") String id) {
    return actions.one(Action.DELETE, DeliveryActions.id(id), reads);
  }

  private ChangedCount change(Action action, DeliverySelection filters, Optional<String> all) {
    if (!filters.saysSomething() && !QueryParameters.flag("all", all).orElse(false)) {
      throw ApiException.badRequest(
          "Say which are meant: give a filter (state, domain, destination, user, message,"
              + " recipient, olderThan), or all=true.");
    }
    var possible = DeliveryActions.applicable(action);
    var states =
        filters.states(possible).stream().filter(possible::contains).collect(Collectors.toSet());
    return states.isEmpty()
        ? new ChangedCount(0)
        : actions.all(
            action,
            filters.query(
                states,
                DeliveryQuery.MAX_LIMIT,
                Optional.empty(),
                mailboxes,
                node.clock().instant()),
            reads);
  }
}
