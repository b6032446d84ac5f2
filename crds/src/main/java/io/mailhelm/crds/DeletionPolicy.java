package io.mailhelm.crds;

/** What happens to stored mail when the resource is deleted. */
public enum DeletionPolicy {
  Retain,
  Delete
}
