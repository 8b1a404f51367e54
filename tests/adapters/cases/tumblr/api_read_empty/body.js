var tumblr_api_read = {"tumblelog":{"title":"Nobody","description":"","name":"nobodyyet","timezone":"UTC","cname":false,"feeds":[]},"posts-start":0,"posts-total":0,"posts-type":false,"posts":[]};
