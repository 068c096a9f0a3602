"""The rights desk in the desk: requests for permission, letters, decisions, grants, and the copies others have declared."""
