package io.mailhelm.crds;

/** What becomes of stored mail when the resource is deleted. */
public enum DeletionPolicy {
  Retain,
  Delete
}
