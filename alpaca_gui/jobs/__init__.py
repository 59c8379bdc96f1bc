"""Long work as generators that yield as they go and honour a cancel token: finding pictures, fetching, classifying."""
